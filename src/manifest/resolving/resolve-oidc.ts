import type { ExpandedSource } from '../expanding/expand.ts';
import { resolveScope } from './resolve-tokens.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Oidc = NonNullable<ExpandedSource['admin']['oidc']>;

const LOOPBACK = /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?(\/|$)/i;

/** A login that others could listen to, and rules that fit the wrong people or nobody. */
export function resolveOidc(context: Resolving): void {
  const { oidc } = context.source.admin;
  if (oidc === null) return;
  const path: Path = ['admin', 'oidc'];
  for (const key of ['issuer', 'callback'] as const) checkAddress(context, oidc[key], [...path, key]);
  checkRules(context, oidc.roles, [...path, 'roles']);
}

function checkAddress({ combined, problems }: Resolving, address: string, path: Path): void {
  const spot = combined.spot(path);
  if (!URL.canParse(address)) problems.add('REF_OIDC', spot, `\`${address}\` is no address`);
  else if (address.startsWith('http:') && !LOOPBACK.test(address)) {
    const message = `\`${address}\` is not encrypted on its way: whoever listens can log in`;
    problems.add('REF_OIDC', spot, message, 'write https://');
  }
}

function checkRules(context: Resolving, rules: Oidc['roles'], path: Path): void {
  const { combined, problems } = context;
  for (const [index, rule] of rules.entries()) {
    const own: Path = [...path, index];
    if ((rule.claim === null) !== (rule.value === null)) {
      const [given, missing] = rule.claim === null ? ['value', 'claim'] : ['claim', 'value'];
      const message = `\`${given}\` needs \`${missing}\` beside it`;
      const hint = 'a rule with neither fits everybody whom the provider knows';
      problems.add('REF_OIDC', combined.spot([...own, given]), message, hint);
    }
    const all = rules.slice(0, index).findIndex(({ claim, value }) => claim === null && value === null);
    if (all >= 0) {
      const message = `rule ${all + 1} fits everybody: this one is never asked`;
      problems.add('REF_OIDC', combined.spot(own), message, 'put it in front');
    }
    resolveScope(context, rule, own);
  }
}
