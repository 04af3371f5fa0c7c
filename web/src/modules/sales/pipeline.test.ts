import { describe, expect, it } from 'vitest';
import type { Record_ } from '~/app/api/types';
import { sumOf } from './pipeline';

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
