import type { Farm, Size, Target } from '../core/farms/farm-table.ts';
import type { Standing } from '../core/farms/farm-target.ts';

/** A farm as it is told in a chat. */
export type ToldFarm = {
  readonly name: string;
  /** Names of its places. */
  readonly places: readonly string[];
  readonly announced: Pick<Farm['announced'], 'on' | 'source'> & { readonly size: ToldSize };
  readonly targets: readonly (Pick<Target, 'by' | 'source'> & {
    readonly size: ToldSize;
    readonly status: Standing['status'];
  })[];
};

export type ToldSize = Pick<Size, 'unit' | 'amount'>;
