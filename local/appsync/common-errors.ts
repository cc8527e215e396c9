/** What AppSync says where something fails that no developer wrote. */
export const internalFailure = { message: 'Internal failure', errorType: 'InternalFailure' } as const;

/** The error of a field that the caller may not have ("How do I resolve Unauthorized errors when running GraphQL requests with AppSync?"). */
export function notAuthorized(typeName: string, fieldName: string): { message: string; errorType: 'Unauthorized' } {
  return { message: `Not Authorized to access ${fieldName} on type ${typeName}`, errorType: 'Unauthorized' };
}
