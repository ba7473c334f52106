import { describeDigests, recordedDays } from '../support/short-digests.ts';

describeDigests('on every recorded day', recordedDays, 200);
