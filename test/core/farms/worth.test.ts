import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { farms } from '../../../lib/core/farms/farms.ts';
import { worthOf } from '../../../lib/core/farms/worth.ts';

const assumed = { networkEhs: 100, joulesPerTerahash: { low: 40, high: 50 } };
const percentOf = ({ low, high }: { readonly low: number; readonly high: number }) =>
  [low, high].map((end) => (end * 100).toFixed(1));

describe('the size of a farm', () => {
  it('of 100 MW ranges between the hash rates of the least and most efficient machines', () => {
    const { share, ehs, megawatts } = worthOf({ unit: 'megawatts', amount: 100 }, assumed);
    expect([ehs, megawatts]).toEqual([
      { low: 2, high: 2.5 },
      { low: 100, high: 100 },
    ]);
    expect(percentOf(share!)).toEqual(['2.0', '2.5']);
  });

  it('of 2% of 100 EH/s is 2 EH/s, and 80 to 100 MW', () => {
    const { ehs, megawatts } = worthOf({ unit: 'share', amount: 0.02, of: 'the network' }, assumed);
    expect([ehs, megawatts]).toEqual([
      { low: 2, high: 2 },
      { low: 80, high: 100 },
    ]);
  });

  it("in hash rate does not need the network's, as a share it does", () => {
    const unknown = { ...assumed, networkEhs: null };
    expect(worthOf({ unit: 'ehs', amount: 2 }, unknown)).toEqual({
      share: null,
      ehs: { low: 2, high: 2 },
      megawatts: { low: 80, high: 100 },
    });
    expect(worthOf({ unit: 'share', amount: 0.02, of: 'the network' }, unknown)).toEqual({
      share: { low: 0.02, high: 0.02 },
      ehs: null,
      megawatts: null,
    });
  });

  it("of each of Sichuan's seven farms, with most of 54%, is 3.9 to 7.7% on average", () => {
    const { announced } = farms.find(({ id }) => id === 'sichuan-seven')!;
    expect(percentOf(worthOf(announced.size, assumed).share!)).toEqual(['3.9', '7.7']);
  });

  it('converts from each unit into the others and back, if the efficiency is a single figure', () => {
    const amount = fc.double({ min: 0.001, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, (ehs, networkEhs, joules) => {
        const known = { networkEhs, joulesPerTerahash: { low: joules, high: joules } };
        const power = worthOf({ unit: 'ehs', amount: ehs }, known).megawatts!.low;
        const back = worthOf({ unit: 'megawatts', amount: power }, known);
        expect(back.ehs!.low / ehs).toBeCloseTo(1, 9);
        expect((back.share!.low * networkEhs) / ehs).toBeCloseTo(1, 9);
      }),
    );
  });
});
