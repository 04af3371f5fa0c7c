import { describe, expect, it } from 'vitest';
import { ApiError } from '~/app/api/errors';
import { PART, sendInParts, type Line } from './parts';

const file = (size: number) => new File([new Uint8Array(size)], 'large.csv');

/** A server in memory; `broken` says of each try how it fails: 'before' it is stored, 'after', or not. */
function house(broken: (string | undefined)[]) {
  const held = { bytes: 0, sent: [] as number[], pauses: 0 };
  const lost = () => new ApiError({ title: 'offline', status: 0, code: 'app.offline' });
  const over: Line = {
    begin: () => Promise.resolve({ id: '7', offset: 0 }),
    part: (_id, piece, offset) => {
      const how = broken.shift();
      if (how === 'before') return Promise.reject(lost());
      if (offset !== held.bytes) return Promise.reject(new ApiError({ title: 'offset', status: 409, code: 'import.upload_offset' }));
      if (how === 'refused') return Promise.reject(new ApiError({ title: 'full', status: 413, code: 'http.too_large' }));
      held.bytes += piece.size;
      held.sent.push(offset);
      return how === 'after' ? Promise.reject(lost()) : Promise.resolve({ id: '7', offset: held.bytes });
    },
    state: () => Promise.resolve({ id: '7', offset: held.bytes }),
    pause: () => { held.pauses += 1; return Promise.resolve(); },
  };
  return { held, over };
}

describe('a file in parts', () => {
  it('goes on where the line broke, before and after a part was stored', async () => {
    const { held, over } = house([undefined, 'before', 'after', undefined]);
    expect(await sendInParts(file(PART * 3 + 5), over)).toBe('7');
    expect(held.sent).toEqual([0, PART, PART * 2, PART * 3]);
    expect(held.bytes).toBe(PART * 3 + 5);
    expect(held.pauses).toBe(2);
  });

  it('gives up when it is refused, and when the line stays broken', async () => {
    await expect(sendInParts(file(10), house(['refused']).over)).rejects.toThrow();
    const dead = house(Array.from({ length: 20 }, () => 'before'));
    await expect(sendInParts(file(10), dead.over)).rejects.toThrow();
    expect(dead.held.pauses).toBe(6);
  });
});
