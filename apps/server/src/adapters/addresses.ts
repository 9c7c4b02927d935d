import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Of version 6 what is given out to be reached from everywhere; the rest leads inside, or nowhere. */
const worldwide = ipaddr.IPv6.parseCIDR('2000::/3');
/** At public addresses, and yet inside: what a provider's machines ask about themselves. */
const ofProviders: readonly string[] = ['168.63.129.16'];

/**
 * Whether an address is out on the internet: none of this machine, of the own network or of a provider's,
 * however it is written, and none that hides one of those.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An address of version 4 in the dress of version 6 counts as what it is.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6
    ? parsed.match(worldwide)
    : !ofProviders.includes(parsed.toString());
}

/** The machine's own way from a name to its addresses. */
type Resolve = (
  name: string,
  options: LookupAllOptions,
  answer: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** A name led to an address that is not asked. */
export class NotAdmitted extends Error {}

/**
 * Resolves a name once, for the connection that is about to be made: it goes to an address that was looked
 * at, whatever the name leads to a moment later. One address that is not admitted is enough to refuse the name.
 */
export function guardedLookup(
  admits: (address: string) => boolean,
  resolveName: Resolve = lookup,
): LookupFunction {
  return (name, options, answer) => {
    resolveName(name, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 0);
      const [first] = found;
      if (!first || !found.every(({ address }) => admits(address))) {
        return answer(new NotAdmitted(`${name} is no public address`), '', 0);
      }
      if (options.all) return answer(null, found);
      answer(null, first.address, first.family);
    });
  };
}
