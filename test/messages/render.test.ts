import { describe, expect, it } from 'vitest';
import { bold, code, link, type Message, paragraph, text } from '../../lib/messages/message.ts';
import { renderMessage } from '../../lib/messages/render.ts';

const warning: Message = {
  id: 'warning-1',
  title: 'Foundry USA mined more than a third',
  severity: 'warning',
  sections: [
    paragraph(
      text('Over 7 days '),
      bold('Foundry USA'),
      text(' mined 371 of 1032 blocks: 35.9% (33.1-38.9%).'),
    ),
    {
      kind: 'list',
      title: 'What that allows',
      items: [[text('Reverse 6 confirmations: '), bold('30%')], [text('Selfish mining <pays>')]],
    },
    {
      kind: 'table',
      title: 'Largest pools',
      columns: [
        { name: 'Pool', align: 'left' },
        { name: 'Blocks', align: 'right' },
        { name: 'Share', align: 'right' },
      ],
      rows: [
        ['Foundry USA', '371', '35.9%'],
        ['AntPool', '195', '18.9%'],
      ],
    },
    paragraph(
      text('See '),
      link('the method', 'https://example.org/method?a=1&b=2'),
      text(' or '),
      code('shares --day D'),
    ),
  ],
  footer: 'Recorded blocks, labelled by mempool.space',
};

describe('one message on three services', () => {
  it('is plain text with aligned tables in a terminal', () => {
    expect(renderMessage(warning).text).toBe(`🟠 Warning: Foundry USA mined more than a third

Over 7 days Foundry USA mined 371 of 1032 blocks: 35.9% (33.1-38.9%).

What that allows
• Reverse 6 confirmations: 30%
• Selfish mining <pays>

Largest pools
Pool         Blocks  Share
Foundry USA     371  35.9%
AntPool         195  18.9%

See the method (https://example.org/method?a=1&b=2) or shares --day D

Recorded blocks, labelled by mempool.space`);
  });

  it('is escaped HTML on Telegram', () => {
    expect(renderMessage(warning).telegram.html).toBe(`<b>🟠 Warning: Foundry USA mined more than a third</b>

Over 7 days <b>Foundry USA</b> mined 371 of 1032 blocks: 35.9% (33.1-38.9%).

<b>What that allows</b>
• Reverse 6 confirmations: <b>30%</b>
• Selfish mining &lt;pays&gt;

<b>Largest pools</b>
<pre>Pool         Blocks  Share
Foundry USA     371  35.9%
AntPool         195  18.9%</pre>

See <a href="https://example.org/method?a=1&amp;b=2">the method</a> or <code>shares --day D</code>

<i>Recorded blocks, labelled by mempool.space</i>`);
  });

  it('is one embed with escaped markdown on Discord', () => {
    expect(renderMessage(warning).discord).toEqual({
      embeds: [
        {
          title: '🟠 Warning: Foundry USA mined more than a third',
          color: 0xf97316,
          description: `Over 7 days **Foundry USA** mined 371 of 1032 blocks: 35.9% (33.1-38.9%).

**What that allows**
• Reverse 6 confirmations: **30%**
• Selfish mining \\<pays>

**Largest pools**
\`\`\`
Pool         Blocks  Share
Foundry USA     371  35.9%
AntPool         195  18.9%
\`\`\`

See [the method](https://example.org/method?a=1&b=2) or \`shares --day D\``,
          footer: { text: 'Recorded blocks, labelled by mempool.space' },
        },
      ],
    });
  });
});
