import { describe, expect, it } from 'vitest';
import { claim, type DeliveryRecord } from '../../lib/delivery/delivery-record.ts';
import { nextStep, type Step } from '../../lib/delivery/next-step.ts';
import { chatOf, DAY, NOW, newsOf, recorded } from './one-chat.ts';

describe('an attempt', () => {
  const step = (change: Partial<DeliveryRecord>): Step =>
    nextStep(chatOf(), newsOf([]), [], new Map([[`digest-${DAY}`, recorded(`digest-${DAY}`, change)]]), NOW);

  it('in progress is waited for, and repeated once its sender must have died', () => {
    expect(step({ status: 'pending', claimedUntil: NOW + 20 })).toEqual({ kind: 'wait', until: NOW + 20 });
    expect(step({ status: 'pending', claimedUntil: NOW })).toMatchObject({ kind: 'send' });
    expect(step({ status: 'pending', notBefore: NOW + 40 })).toEqual({ kind: 'wait', until: NOW + 40 });
    expect(step({ status: 'pending', notBefore: NOW })).toMatchObject({ kind: 'send' });
  });

  it('claimed by a clock a day ahead is repeated at once when the clock is right again', () => {
    expect(step({ status: 'pending', claimedUntil: NOW + 86_400 + 30 })).toMatchObject({ kind: 'send' });
  });

  it('made by a clock that was ahead may have sent a duplicate, since its age is unknown', () => {
    const interrupted = recorded('digest-2026-05-27', { status: 'unknown', inDoubtSince: NOW + 86_400 });
    expect(claim('digest-2026-05-27', 'id', interrupted, NOW, true).possibleDuplicates).toBe(
      interrupted.possibleDuplicates + 1,
    );
  });

  it('with an unknown outcome is repeated, up to five attempts in all', () => {
    expect(step({ status: 'unknown', attempts: 4 })).toMatchObject({ kind: 'send' });
    expect(step({ status: 'unknown', attempts: 5 })).toEqual({ kind: 'done' });
  });

  it('the service refuses is not repeated', () => {
    expect(step({ status: 'gave-up' })).toEqual({ kind: 'done' });
  });

  it('that a chat refused is repeated when the chat is back', () => {
    expect(step({ status: 'gone' })).toMatchObject({ kind: 'send' });
  });
});
