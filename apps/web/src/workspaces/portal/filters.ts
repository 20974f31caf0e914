import { placePrefix } from '@kernel';
import { STATUSES } from '../../features/tender/stages';

/** What the search page offers to choose from. Names stand in the catalogue `terms`. */
export const STAGES: readonly string[] = [...STATUSES.filter((status) => status !== 'draft'), 'failed', 'terminated'];
export { PROCEDURE_IDS } from '../../features/tender/procedures';
export const CATEGORIES = ['construction'] as const;
export { METHODS } from '../../features/tender/plan';
/** First two digits of GB/T 2260. */
export const PROVINCES = [
  ...['11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34', '35', '36', '37', '41', '42', '43'],
  ...['44', '45', '46', '50', '51', '52', '53', '54', '61', '62', '63', '64', '65', '99'],
] as const;

/** The place of a link as the page offers it: 330000 is 33; a city or county, which it does not offer, stands beside the provinces. */
export function placesFor(asked: string | null): { chosen: string; offered: readonly string[] } {
  const chosen = placePrefix(asked ?? '');
  return { chosen, offered: !chosen || (PROVINCES as readonly string[]).includes(chosen) ? PROVINCES : [...PROVINCES, chosen] };
}
