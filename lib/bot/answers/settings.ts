import { newChat } from '../../chats/chat.ts';
import { changeSetting, settingOf } from '../change-settings.ts';
import {
  settingsAnswer,
  whichSettingAnswer,
  whichValueAnswer,
  whichZoneAnswer,
} from '../english/settings.ts';
import type { Run } from './asked.ts';
import { changeChat } from './change-chat.ts';

export const settings: Run = async ({ request, rest }, deps) => {
  const known = await deps.chats.loadChat(request.chat);
  const { settings: current } = known ?? newChat(request.chat, request.kind, request.at);
  if (rest === '')
    return settingsAnswer(current, false, known === undefined ? 'not-subscribed' : 'subscribed');
  const [, word = '', value = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
  const name = settingOf(word);
  if (name === undefined) return whichSettingAnswer();
  const asked = changeSetting(current, name, value);
  switch (asked.kind) {
    case 'refused':
      return whichValueAnswer(name);
    case 'which-zone':
      return whichZoneAnswer(asked.zones);
    case 'changed': {
      // Another admin may have changed another setting meanwhile, so the change is made on what is stored then.
      const { chat, hasJoined } = await changeChat(deps, request, (stored) => {
        const change = changeSetting(stored.settings, name, value);
        return change.kind === 'changed' ? { ...stored, settings: change.settings } : stored;
      });
      return settingsAnswer(chat.settings, true, hasJoined ? 'joined-now' : 'subscribed');
    }
  }
};
