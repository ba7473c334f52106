import type { Reply } from '../../bot/reply.ts';
import type { Button } from '../../messages/button.ts';
import { renderDiscord } from '../../messages/render-discord.ts';
import type { DiscordPlace } from './place.ts';

/** Discord's component types and button styles. */
const ROW = 1;
const BUTTON = 2;
const SECONDARY = 2;
const LINK = 5;

type DiscordButton = DiscordPlace['components'][number]['components'][number];

/** A reply in Discord's form. It never pings anyone. */
export type RenderedReply = Pick<DiscordPlace, 'embeds' | 'components'> & {
  readonly allowed_mentions: { readonly parse: readonly never[] };
};

/** @throws RenderError if the reply does not fit, however much is left out. */
export function renderReply({ message, buttons }: Reply): RenderedReply {
  return {
    embeds: [...renderDiscord(message).embeds],
    components: componentsOf(buttons),
    allowed_mentions: { parse: [] },
  };
}

/** Converts rows of buttons to Discord's components. */
export function componentsOf(buttons: readonly (readonly Button[])[]): DiscordPlace['components'] {
  return buttons.filter((row) => row.length > 0).map((row) => ({ type: ROW, components: row.map(toButton) }));
}

function toButton(button: Button): DiscordButton {
  return button.kind === 'press'
    ? { type: BUTTON, style: SECONDARY, label: button.label, custom_id: button.payload }
    : { type: BUTTON, style: LINK, label: button.label, url: button.url };
}
