/** What `npm audit --json` has answered, in lines and in one of three words. */

/**
 * @param text what it wrote on stdout
 * @returns `known` what of it has an advisory, the worst first; `why` where the registry does not say
 */
export function readAudit(text) {
  const answer = parsed(text);
  if (answer?.vulnerabilities === undefined || answer.metadata === undefined) {
    const why = answer?.message ?? answer?.error?.summary ?? 'it answered nothing';
    return { verdict: 'unknown', why: why === '' ? 'it answered nothing' : why, known: [], looked: 0 };
  }
  const known = Object.values(answer.vulnerabilities)
    .sort((one, other) => RANK.indexOf(one.severity) - RANK.indexOf(other.severity))
    .map(({ name, severity, range, via }) => `${severity} ${name} ${range}: ${via.map(titleOf).join('; ')}`);
  const looked = answer.metadata.dependencies?.total ?? 0;
  // A registry that knows nothing of any package answers as one does to which all are sound.
  if (looked === 0) return { verdict: 'unknown', why: 'it looked at no package', known: [], looked };
  return { verdict: known.length > 0 ? 'some' : 'none', why: '', known, looked };
}

const RANK = ['critical', 'high', 'moderate', 'low', 'info'];

function titleOf(via) {
  return typeof via === 'string' ? `by ${via}` : `${via.title} ${via.url}`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param text of `npm outdated --json`. @returns a line for each package that is behind, and whether by a major */
export function readOutdated(text) {
  return Object.entries(parsed(text) ?? {})
    .filter(([, { current, latest }]) => current !== undefined && current !== latest)
    .map(([name, { current, latest }]) => {
      const major = current.split('.')[0] !== latest.split('.')[0];
      return `${major ? 'major' : 'minor'} ${name} ${current} → ${latest}`;
    });
}
