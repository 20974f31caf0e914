import { BusinessError } from '@kernel';
import { R } from './http.refusals';

interface Bucket {
  tokens: number;
  at: number;
}

const MOST_ADDRESSES = 50_000;

/**
 * A bucket of tokens for each address that writes without being signed in (sign-ins, challenges, registrations): so that nobody guesses
 * passwords or fills tables at the speed of the network. Each process has its own. `now` counts milliseconds and never goes back.
 */
export function anonymousLimit(perMinute: number, now: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();
  return (address: string): void => {
    const at = now();
    const known = buckets.get(address);
    const tokens = known ? Math.min(perMinute, known.tokens + ((at - known.at) * perMinute) / 60_000) : perMinute;
    buckets.delete(address);
    if (buckets.size >= MOST_ADDRESSES) buckets.delete(buckets.keys().next().value!); // the one that was quiet longest
    buckets.set(address, { tokens: Math.max(0, tokens - 1), at });
    if (tokens < 1) throw new BusinessError([R.tooMany({ seconds: Math.ceil(((1 - tokens) * 60) / perMinute) })]);
  };
}
