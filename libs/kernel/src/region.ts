/** A place by its code (GB/T 2260): two digits each for province, city and county, with `00` for what is not said: 330000 and 33 are one place. */
export const REGION_ASKED = /^(\d\d){1,3}$/;

/** What the codes of a place and of all places below it begin with: 33 for 330000, 3301 for 330100, nothing for 000000. */
export function placePrefix(region: string): string {
  let prefix = region;
  while (prefix.endsWith('00')) prefix = prefix.slice(0, -2);
  return prefix;
}
