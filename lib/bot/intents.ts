export type Intent =
  /** A command that answers it. */
  | { readonly kind: 'ask'; readonly command: string }
  /** A command that changes what the chat gets: offered, not executed. */
  | { readonly kind: 'offer'; readonly command: string; readonly does: string }
  /** An alarm, on whoever the sentence names and at the level that it names. */
  | { readonly kind: 'alarm' }
  | { readonly kind: 'greeting' };

/** Intents that override any name in the sentence: "warn me when Foundry has 40%". */
const BEFORE_NAMES: readonly (readonly [RegExp, Intent])[] = [
  [
    /^(hi|hello|hey|hiya|howdy|yo|gm|good (morning|day|afternoon|evening)|how are you|thanks?|thank you|thx|ok|okay|yes|no|cool|great|nice|lol|test|ping)( (there|all|bot|again|you|so much|a lot))*$/,
    { kind: 'greeting' },
  ],
  [
    /\b(what|which|my|list|show|remove|delete|cancel|stop)\b.*\b(alarms|alerts|watches)\b|\b(remove|delete|cancel|stop) (my|the|this|that|an?) (alarm|alert|watch)\b/,
    { kind: 'ask', command: 'watches' },
  ],
  [
    /\b(delete|erase|forget|remove)\b.*\b(me|my data|data|everything|this chat)\b/,
    { kind: 'ask', command: 'forget' },
  ],
  [
    /\b(unsubscribe|stop|no more|leave me alone|too many messages)\b/,
    { kind: 'offer', command: 'stop', does: 'ends the digest and all warnings in this chat' },
  ],
  [
    /\b(alarm|alert|warn|notify|tell) me\b|\b(set|add) an? (alarm|alert)\b|^(alarm|alert)\b.*\d/,
    { kind: 'alarm' },
  ],
  // Also the name of a pool.
  [/^(bitcoin|btc)$/, { kind: 'ask', command: 'today' }],
  [
    /\b(subscribe|sign (me )?up|join|daily (digest|news|update))\b/,
    { kind: 'offer', command: 'start', does: 'sends the daily digest and warnings to this chat' },
  ],
  [
    /\b(be quiet|shut up|silence|pause|not now|quiet)\b/,
    { kind: 'offer', command: 'mute 1d', does: 'silences this chat for a day' },
  ],
];

/** Commands for sentences without a name; the first match wins. */
const TOPICS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(can|could|would|what).*\b(attacker|51|double[ -]?spend|reverse|undo|reorg)|\bconfirmations?\b|\brisk\b.*\b51\b|^(an? )?51% attack/,
    'risk 51%',
  ],
  [
    /\b(attack|attacked|hacked|safe|secure|danger|dangerous|worry|worried|wrong|warnings?|alarms?)\b/,
    'warnings',
  ],
  [/\bselfish\b/, 'risk'],
  [/\bnakamoto\b/, 'today full'],
  [/\bunknown\b/, 'method'],
  [/\b(51|50|majority|half|(de)?centrali[sz](ed|ation)|monopoly|control|controls)\b/, 'today'],
  [
    /\b(how (do|can) (you|we|i) (know|count|measure|trust)|how sure|sources?|accurate|reliable|method|trust)\b/,
    'method',
  ],
  [/\b(farms?|data cent(er|re)s?|sites?)\b/, 'farms'],
  [/\bwhere\b.*\bdata\b/, 'data'],
  [/\b(where|countr(y|ies)|nations?|machines|world|continents?)\b/, 'countries'],
  [/\b(owners?|owns|owned|compan(y|ies)|belongs?|behind)\b/, 'owners'],
  [/\b(how old|up to date|updated?|last block|fresh|status|alive|working)\b/, 'status'],
  [/\b(open data|download|csv|json|dataset|raw data|data)\b/, 'data'],
  [
    /\b(biggest|largest|top|most|leading|leader|winning|pools?|miners?|hash ?rate|who mines|blocks)\b/,
    'pools',
  ],
  [/\b(today|now|news?|changed|latest|happening|happened|going on|whats up|what is up|update)\b/, 'today'],
  [
    /\b(help|what can you|what do you|who are you|what are you|what is this|how does this|commands?|menu)\b/,
    'help',
  ],
];

/** The intent of a sentence regardless of any name in it; null if there is none. */
export function intentOf(sentence: string): Intent | null {
  const text = normalized(sentence);
  return BEFORE_NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** The command that answers a sentence without a name; null if its topic is not recognised. */
export function topicOf(sentence: string): string | null {
  const text = normalized(sentence);
  return TOPICS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** The alarm that a sentence asks for, as behind `/watch`; null if it names no level. @param who a key, or "anybody". */
export function alarmIn(sentence: string, who: string): string | null {
  if (/\b(jumps?|sudden(ly)?)\b/i.test(sentence)) return `${who} jump`;
  const [level, number] = LEVEL.exec(sentence) ?? [];
  if (level === undefined) return null;
  const side = /\b(below|under|less than|falls?|drops?)\b/i.test(sentence) ? 'below ' : '';
  return `${who} ${side}${number === undefined ? level : `${number}%`}`;
}

const LEVEL =
  /(?<![\d.,])(\d{1,3}(?:[.,]\d+)?) ?(?:%|per ?cent\b)|\b\d\/\d\b|\b(?:half|majority|third|quarter)\b/i;

/** In lower case, without apostrophes and with punctuation as spaces. */
function normalized(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}%-]+/gu, ' ')
    .trim();
}
