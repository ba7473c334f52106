import * as z from 'zod/mini';
import { SEVERITIES } from '../core/rules/rule.ts';

const inlineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['text', 'bold', 'code']), text: z.string() }),
  z.object({ kind: z.literal('link'), text: z.string(), url: z.string() }),
]);

const shared = { rank: z.exactOptional(z.number()) };
const titled = { ...shared, title: z.exactOptional(z.string()) };

const sectionSchema = z.discriminatedUnion('kind', [
  z.object({ ...shared, kind: z.literal('paragraph'), inlines: z.array(inlineSchema) }),
  z.object({ ...titled, kind: z.literal('list'), items: z.array(z.array(inlineSchema)) }),
  z.object({
    ...titled,
    kind: z.literal('table'),
    columns: z.array(z.object({ name: z.string(), align: z.enum(['left', 'right']) })),
    rows: z.array(z.array(z.string())),
  }),
]);

/** A message before any service's markup. */
export const neutralMessageSchema = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(['info', ...SEVERITIES]),
  sections: z.array(sectionSchema),
  footer: z.exactOptional(z.string()),
});
