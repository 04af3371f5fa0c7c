import { describe, expect, it } from 'vitest';
import type { Record_ } from '~/app/api/types';
import { addUp, headOf, sumOf } from './pipeline';

const deal = (amount: string, currency: string, probability: number | null): Record_ => ({
  id: amount, object: 'deal', version: 1, created_at: '', updated_at: '', fields: { amount: { amount, currency }, probability },
});

describe('sumOf', () => {
  it('weighs each deal by its own probability, else by its stage', () => {
    const sum = sumOf([deal('100.00', 'NOK', 50), deal('100.00', 'NOK', null)], 20);
    expect(sum.total).toEqual([{ amount: '200.00', currency: 'NOK' }]);
    expect(sum.weighted).toEqual([{ amount: '70.00', currency: 'NOK' }]);
  });
  it('keeps currencies apart', () => {
    expect(sumOf([deal('100.00', 'NOK', 0), deal('7.00', 'EUR', 0)], 0).total).toEqual([{ amount: '100.00', currency: 'NOK' }, { amount: '7.00', currency: 'EUR' }]);
  });
});

describe('headOf', () => {
  const stage = { id: 's', name: 'Proposal', kind: 'open', probability: 50 } as const;
  it('adds up the deals where all of them are there, also one just moved in', () => {
    expect(headOf([deal('100.00', 'NOK', null), deal('50.00', 'NOK', null)], stage, { count: 1, total: [], loaded: 1 })).toEqual({
      count: 2, total: [{ amount: '150.00', currency: 'NOK' }], weighted: [{ amount: '75.00', currency: 'NOK' }],
    });
  });
  it('tells what the server counted where they are not, and no weight', () => {
    expect(headOf([deal('100.00', 'NOK', null)], stage, { count: 700, total: [{ amount: '9.00', currency: 'NOK' }], loaded: 2 })).toEqual({
      count: 699, total: [{ amount: '9.00', currency: 'NOK' }], weighted: undefined,
    });
  });
});

describe('addUp', () => {
  it('adds each currency by itself', () => {
    expect(addUp([[{ amount: '1.50', currency: 'NOK' }], [{ amount: '2.25', currency: 'NOK' }, { amount: '3.00', currency: 'EUR' }]])).toEqual([
      { amount: '3.75', currency: 'NOK' }, { amount: '3.00', currency: 'EUR' },
    ]);
  });
});
