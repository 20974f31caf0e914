import { useTranslation } from 'react-i18next';
import { Chip, type Tone } from '../../ui/plain';

/** Withdrawn (撤回) and revoked (撤销) never look alike. Green is only what was submitted, or opened. */
const TONES: Record<string, Tone> = { sealed: 'success', opened: 'success', replaced: 'neutral', withdrawn: 'neutral', unopened: 'neutral', revoked: 'error' };

export function BidChip({ status }: { status: string }) {
  const { t } = useTranslation();
  return <Chip tone={TONES[status] ?? 'neutral'}>{t(`bid.status.${status}`)}</Chip>;
}
