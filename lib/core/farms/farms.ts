import shipped from '../../../data/farms.json' with { type: 'json' };
import { type Farm, parseFarms } from './farm-table.ts';

export const farms: readonly Farm[] = parseFarms(shipped, 'data/farms.json');
