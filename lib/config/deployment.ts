import { parseRules } from '../core/rules/parse-rules.ts';
import { type Fault, faultsOf, refuseFaults } from '../errors.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import { ENV, parseEnvironment } from './environment.ts';

const WHERE = 'environment (set in .env or in the shell)';

/** The settings that a deployment takes from `.env`. */
export type Deployment = Readonly<ReturnType<typeof parseDeployment>>;

/**
 * Parses the settings of a deployment and validates its rules, so that bad rules fail here and not in the functions.
 *
 * @throws InputError with every fault, naming the variable, never its value.
 */
export function parseDeployment(
  environment: Readonly<Record<string, string | undefined>>,
  rules: unknown = DEFAULT_RULES,
) {
  const parse = () => parseEnvironment(environment, WHERE);
  const ruleFaults = faultsOf(() => parseRules(rules, 'lib/config/default-rules.ts'));
  refuseFaults([...faultsOf(parse), ...undeployable(environment), ...ruleFaults]);
  const { stage, sources, mempoolPaceMs, reportUrl, siteUrl, siteCertificate, runbookUrl, bots } = parse();
  return { stage, sources, mempoolPaceMs, reportUrl, siteUrl, siteCertificate, runbookUrl, bots };
}

/** The faults of settings that are valid on one machine but not on AWS. */
function undeployable(environment: Readonly<Record<string, string | undefined>>): readonly Fault[] {
  const faults: Fault[] = [];
  const refuse = (name: string, what: string) => faults.push({ where: `${WHERE}: ${name}`, what });
  const named = environment[ENV.sources] || undefined;
  if ((named ?? environment[ENV.mempool]) === 'off')
    refuse(named === undefined ? ENV.mempool : ENV.sources, 'a deployment needs a source of blocks');
  if (named !== undefined && /(^|,)\s*core:[^,]*(@|[?&]cookie=)/.test(named))
    refuse(
      ENV.sources,
      "a node's password would be in the template; name its REST interface, core:http://host/rest",
    );
  const explorers = named === undefined ? (environment[ENV.mempool] ?? '') : named;
  if (/(^|,)\s*(mempool:|esplora:)?https?:[^,]*@/.test(explorers))
    refuse(
      named === undefined ? ENV.mempool : ENV.sources,
      "an explorer's password would be in the template; name one that asks for none",
    );
  if ((environment[ENV.rules] ?? '') !== '')
    refuse(ENV.rules, 'a deployment takes its rules from lib/config/default-rules.ts; change them there');
  if ((environment[ENV.siteCertificate] ?? '') !== '' && !isHost(environment[ENV.siteUrl] ?? ''))
    refuse(
      ENV.siteUrl,
      `with ${ENV.siteCertificate} it is the page's own address: https:// and a host, nothing else`,
    );
  return faults;
}

/** Whether an address is https and a host, without a path. */
function isHost(address: string): boolean {
  return /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+\/?$/.test(address);
}
