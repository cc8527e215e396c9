import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorld, type World } from './testing/world.ts';

const project = { Key: 'Project', Value: 'sonde' };

let world: World;

beforeEach(async () => {
  world = await startWorld();
  await world.ses.call('CreateEmailIdentity', { EmailIdentity: 'no-reply@sonde.example', Tags: [project] });
  await world.ses.call('CreateConfigurationSet', { ConfigurationSetName: 'exports', Tags: [project] });
});
afterEach(async () => {
  await world.close();
});

const tagsOf = async (ResourceArn: string) =>
  (await world.client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

describe.each([
  'arn:aws:ses:eu-west-1:000000000000:identity/no-reply@sonde.example',
  'arn:aws:ses:eu-west-1:000000000000:configuration-set/exports',
])('tags of %s', (ResourceArn) => {
  test('are listed, added, replaced and removed, and kept', async () => {
    expect(await tagsOf(ResourceArn)).toEqual([project]);
    const [dev, purpose] = [
      { Key: 'Environment', Value: 'dev' },
      { Key: 'Purpose', Value: 'mails' },
    ];
    const other = { ...project, Value: 'other' };
    await world.client.send(new TagResourceCommand({ ResourceArn, Tags: [dev, other, purpose] }));
    expect(await tagsOf(ResourceArn)).toEqual([other, dev, purpose]);
    await world.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['Project', 'Purpose'] }));
    world = await world.restart();
    expect(await tagsOf(ResourceArn)).toEqual([dev]);
    await world.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['Environment'] }));
    expect(await tagsOf(ResourceArn)).toEqual([]);
  });

  test('are refused beyond their limits', async () => {
    const tag = (Tags: { Key: string; Value: string }[]) =>
      world.client.send(new TagResourceCommand({ ResourceArn, Tags }));
    const badRequest = { name: 'BadRequestException' };
    await expect(tag([{ Key: '', Value: 'x' }])).rejects.toMatchObject(badRequest);
    await expect(tag([{ Key: 'a', Value: 'x'.repeat(257) }])).rejects.toMatchObject(badRequest);
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(tag(many)).rejects.toMatchObject(badRequest);
    expect(await tagsOf(ResourceArn)).toEqual([project]);
  });

  test('are refused where there is no such resource', async () => {
    await expect(tagsOf(`${ResourceArn}-2`)).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

test('an ARN of nothing that has tags is refused', async () => {
  await expect(tagsOf('no ARN')).rejects.toMatchObject({ name: 'BadRequestException' });
  await expect(tagsOf('arn:aws:ses:eu-west-1:000000000000:template/x')).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
