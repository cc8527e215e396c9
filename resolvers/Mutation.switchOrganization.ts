import { util } from '@aws-appsync/utils';

export function request(): never {
  util.error('This is being built.', 'InternalError');
}

export function response(): null {
  return null;
}
