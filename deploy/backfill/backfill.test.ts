import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordReadingsInput } from '../../schema/generated/types.ts';
import { backfill } from './backfill.ts';
import { readLines } from './lines.ts';
import type { Recorder } from './recorder.ts';
import { patientRecorder } from './recorder.ts';
import { refusedLines } from './refused-lines.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sonde-backfill-'));
});
afterAll(() => rm(folder, { recursive: true }));

const HEADER = 'device,metric,time,value,text';
let files = 0;
async function fileOf(text: string): Promise<string> {
  const file = join(folder, `${++files}.csv`);
  await writeFile(file, text);
  return file;
}

/** Runs a back-fill of a file. */
async function run(text: string, record: Recorder, { after = 0, signal = new AbortController().signal } = {}) {
  const file = await fileOf(text);
  const refused = await refusedLines(`${file}.refused.csv`, after > 0);
  const said: string[] = [];
  const result = await backfill({
    lines: readLines(file),
    after,
    record,
    refused,
    say: (line) => said.push(line),
    signal,
  });
  return { result, said, refused: await readFile(refused.file, 'utf8').catch(() => undefined) };
}

const all: Recorder = ({ readings }) => Promise.resolve({ stored: readings.length, invalid: [] });
const time = (second: number) => new Date(second * 1000).toISOString();

describe('backfill', () => {
  it('records lines by device, of a device in their order, in calls of at most 1,000', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `d${index % 3},level,${time(index)},${index},`);
    const calls: RecordReadingsInput[] = [];
    const running = new Set<string>();
    let most = 0;
    const { result, said } = await run([HEADER, ...lines].join('\n'), async (input) => {
      expect(running.has(input.deviceId)).toBe(false);
      running.add(input.deviceId);
      most = Math.max(most, running.size);
      calls.push(input);
      await turn();
      running.delete(input.deviceId);
      return { stored: input.readings.length, invalid: [] };
    });
    expect(result).toEqual({ stored: 5000, refused: 0, done: 5001, stopped: undefined });
    expect(Math.max(...calls.map(({ readings }) => readings.length))).toBe(1000);
    expect(most).toBeLessThanOrEqual(4);
    for (const device of [0, 1, 2]) {
      const values = calls.filter(({ deviceId }) => deviceId === `d${device}`).flatMap(({ readings }) => readings);
      expect(values.map(({ value }) => value)).toEqual(
        Array.from({ length: 5000 }, (_, index) => index).filter((index) => index % 3 === device),
      );
    }
    expect(said).toEqual([]);
  });

  it('waits with few lines of many devices', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `d${index},level,${time(index)},1,`);
    let recorded = 0;
    const { result, said } = await run([HEADER, ...lines].join('\n'), (input) => {
      recorded++;
      return all(input);
    });
    expect([result.stored, recorded]).toEqual([30_000, 30_000]);
    expect(said[0]).toBe('10,000 readings stored, 0 lines refused');
  });

  it('says which lines are refused and why, and writes them so that they can be mended', async () => {
    const text = [
      HEADER,
      'd,level,2026-03-29T12:00:00Z,1.5e1,',
      'd,level,noon,1,',
      'd,level,2026-03-29T12:00:00Z,0x10,',
      'd,level,2026-03-29T12:00:00Z,1',
      '',
      'd,state,2026-03-29T14:00:00.5+02:00,,"open, ""wide"""',
      'gone,level,2026-03-29T12:00:00Z,1,',
    ].join('\r\n');
    const calls: RecordReadingsInput[] = [];
    const { result, said, refused } = await run(text, (input) => {
      calls.push(input);
      if (input.deviceId === 'gone') return Promise.resolve({ reason: 'There is no device "gone".' });
      return Promise.resolve({ stored: 1, invalid: [{ index: 1, reason: 'No "state" today' }] });
    });
    expect(calls[0]?.readings).toEqual([
      { metric: 'level', time: '2026-03-29T12:00:00Z', value: 15, text: null },
      { metric: 'state', time: '2026-03-29T12:00:00.500Z', value: null, text: 'open, "wide"' },
    ]);
    expect(result).toEqual({ stored: 1, refused: 5, done: 8, stopped: undefined });
    expect(said).toEqual([
      'line 3: its time, "noon", is not one from 1970 on with an offset, such as 2026-03-29T01:59:59Z',
      'line 4: its value, "0x10", is not a number',
      'line 5: it has 4 cells; the header has 5',
      'line 7: No "state" today',
      'line 8: There is no device "gone".',
    ]);
    expect(refused?.split('\n').slice(0, 2)).toEqual([
      'line,device,metric,time,value,text,reason',
      '3,d,level,noon,1,,"its time, ""noon"", is not one from 1970 on with an offset, such as 2026-03-29T01:59:59Z"',
    ]);
    const again: RecordReadingsInput[] = [];
    const mended = await run((refused ?? '').replace('noon', '2026-03-29T12:00:00Z'), (input) => {
      again.push(input);
      return all(input);
    });
    expect(mended.result).toMatchObject({ stored: 4, refused: 1 });
    expect(again[0]?.readings[0]).toMatchObject({ metric: 'level', value: 1 });
  });

  it('says how far it was when it stopped, and goes on from there', async () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `d${index % 2},level,${time(index)},${index},`);
    const text = [HEADER, ...lines].join('\n');
    const stored = new Set<unknown>();
    let calls = 0;
    const { result } = await run(text, (input) => {
      if (++calls === 5) return Promise.reject(new Error('The network is down'));
      for (const { value } of input.readings) stored.add(value);
      return all(input);
    });
    expect(result.stopped?.message).toBe('The network is down');
    // The header is line 1, so that reading n is in line n + 2.
    for (let value = 0; value <= result.done - 2; value++) expect(stored.has(value)).toBe(true);
    expect(result.done).toBeGreaterThan(2000);
    const rest = await run(
      text,
      (input) => {
        for (const { value } of input.readings) stored.add(value);
        return all(input);
      },
      { after: result.done },
    );
    expect(rest.result).toMatchObject({ stored: 9001 - result.done, done: 9001, stopped: undefined });
    expect(stored.size).toBe(9000);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort(new Error('It was interrupted'));
    const { result } = await run(`${HEADER}\nd,level,${time(1)},1,`, all, { signal: stop.signal });
    expect(result).toEqual({ stored: 0, refused: 0, done: 0, stopped: new Error('It was interrupted') });
  });

  it.each([
    ['', 'is empty'],
    ['device,metric,value\n', 'The header lacks time; it names device, metric, value'],
    ['device,metric,time\n', 'The header lacks value or text'],
    ['device,metric,time,value,Unit\n', 'The header has "Unit", unknown or twice'],
    ['device,metric,time,value,value\n', 'The header has "value", unknown or twice'],
    [`${HEADER}\nd,level,"2026\n`, 'Quote Not Closed'],
  ])('does not take %j', async (text, message) => {
    const { result } = await run(text, all);
    expect(result.stopped?.message).toContain(message);
  });

  it('sends no more at once than one request may have', async () => {
    const text = 'y'.repeat(1024);
    const lines = Array.from({ length: 2000 }, (_, index) => `d,note,${time(index)},,${text}`);
    const sizes: number[] = [];
    const { result } = await run([HEADER, ...lines].join('\n'), (input) => {
      sizes.push(Buffer.byteLength(JSON.stringify(input)));
      return all(input);
    });
    expect(result).toEqual({ stored: 2000, refused: 0, done: 2001, stopped: undefined });
    expect(Math.max(...sizes)).toBeLessThan(900_000);
  });

  it('says that a file is not there', async () => {
    const refused = await refusedLines(join(folder, 'absent.refused.csv'), false);
    const { signal } = new AbortController();
    const lines = readLines(join(folder, 'absent.csv'));
    const result = await backfill({ lines, after: 0, record: all, refused, say: () => undefined, signal });
    expect(result).toMatchObject({ stored: 0, done: 0, stopped: { code: 'ENOENT' } });
  });

  it('stops at a quote that is never closed, however much comes after it', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `d,note,${time(index)},,open`);
    const { result } = await run([HEADER, 'd,note,2026-03-29T12:00:00Z,,"open', ...lines].join('\n'), all);
    expect(result).toMatchObject({
      stored: 0,
      stopped: { message: expect.stringContaining('Max Record Size') as string },
    });
  });

  it('leaves out lines that a spreadsheet has left empty, and takes a byte order mark', async () => {
    const text = ['\uFEFF' + HEADER, ',,,,', '  ', 'd,level,2026-03-29T12:00:00Z,1,', ' , ,,,', ''].join('\r\n');
    expect((await run(text, all)).result).toEqual({ stored: 1, refused: 0, done: 4, stopped: undefined });
  });

  it('refuses characters that are lost because the file is not in UTF-8', async () => {
    const file = join(folder, 'latin1.csv');
    await writeFile(file, Buffer.from(`${HEADER}\nd,state,2026-03-29T12:00:00Z,,\u00e9t\u00e9\n`, 'latin1'));
    const lines = [];
    for await (const line of readLines(file)) lines.push(line);
    expect(lines).toMatchObject([{ number: 2, reading: { reason: expect.stringContaining('UTF-8') as string } }]);
  });

  it('makes of every line a stored or a refused one', async () => {
    const cell = fc.oneof(fc.constantFrom('1', '-0.5', 'x', '', '2026-03-29T12:00:00Z'), fc.string());
    const quoted = cell.map((text) => `"${text.replaceAll('"', '""')}"`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(quoted, quoted, quoted, quoted, quoted)), async (rows) => {
        const { result } = await run([HEADER, ...rows.map((row) => row.join(','))].join('\n'), all);
        expect([result.stored + result.refused, result.stopped]).toEqual([rows.length, undefined]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('patientRecorder', () => {
  const input = { deviceId: 'd', readings: [] };
  const answer = { stored: 0, invalid: [] };
  /** What Amplify rejects with is no Error, but has the same members. */
  const refusal = (errorType?: string) =>
    Object.assign(new Error('Refused'), { data: null, errors: [{ message: 'No.', errorType }] });

  /** Fails as told, then works. */
  async function tried(...failures: Error[]) {
    let calls = 0;
    const record = patientRecorder(
      () => {
        const failure = failures[calls++];
        return failure ? Promise.reject(failure) : Promise.resolve(answer);
      },
      () => Promise.resolve(),
    );
    const outcome = await record(input).catch((error: unknown) => error);
    return { outcome, calls };
  }

  it('tries again what may work later', async () => {
    const failures = [refusal('TimeoutError'), refusal(), new Error('socket hang up')];
    expect(await tried(...failures)).toEqual({ outcome: answer, calls: 4 });
  });

  it('gives up in the end', async () => {
    const failures = Array.from({ length: 20 }, () => refusal('TimeoutError'));
    expect(await tried(...failures)).toMatchObject({ outcome: { message: 'No.' }, calls: 10 });
  });

  it.each(['NotFoundError', 'ValidationError'])('takes a %s for an answer', async (type) => {
    expect(await tried(refusal(type))).toEqual({ outcome: { reason: 'No.' }, calls: 1 });
  });

  it('does not go on for who may not', async () => {
    expect(await tried(refusal('Unauthorized'))).toMatchObject({ outcome: new Error('No.'), calls: 1 });
  });
});
