import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { useSealing } from '../../features/bidding/sealing';
import { useNow } from '../../lib/clock';
import { bytes, dateTime, remaining } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { Failure } from '../../ui/refusal';

const share = (part: number, whole: number) => (whole ? Math.min(100, Math.floor((part * 100) / whole)) : 0);

/** Sealing on this device and the upload, each with its bar; speed, time left, and whether it ends before the deadline. */
export function Uploading({ sealing: { state, pause, resume, cancel }, deadline, onAgain }: { sealing: ReturnType<typeof useSealing>; deadline: string; onAgain: () => void }) {
  const { t } = useTranslation('bidder');
  const language = useLanguage();
  const now = useNow();
  const running = state.phase === 'running';
  const left = running && state.speed > 0 ? ((state.size - state.sent) / state.speed) * 1000 : undefined;
  const margin = left === undefined ? undefined : Date.parse(deadline) - (now + left);
  return (
    <div>
      <p className="unsubmitted">{t(`bid.phase.${state.phase}`)}</p>
      <p>{t('bid.barSealed')}</p>
      <Progress percent={share(state.sealed, state.size)} aria-label={t('bid.barSealed')} />
      <p>{t('bid.barSent', { sent: bytes(state.sent), size: bytes(state.size), speed: bytes(running ? state.speed : 0) })}</p>
      <Progress percent={share(state.sent, state.size)} aria-label={t('bid.barSentLabel')} />
      {left !== undefined && margin !== undefined && (
        <p className={margin > 0 ? 'meta' : 'unsubmitted'}>{margin > 0 ? t('bid.eta', { left: remaining(left, language), at: dateTime(now + left, language) }) : t('bid.etaLate')}</p>
      )}
      {running && state.cut !== undefined && (
        <p className="banner banner-warning" role="status">
          {t('bid.cut', { s: state.cut })}
        </p>
      )}
      <Failure error={state.error} />
      <div className="act-buttons">
        {running && <Button onClick={pause}>{t('bid.pause')}</Button>}
        {state.phase === 'paused' && <Button onClick={resume}>{t('bid.resume')}</Button>}
        {state.phase === 'failed' && (
          <Button type="primary" onClick={onAgain}>
            {t('bid.again')}
          </Button>
        )}
        {state.phase !== 'failed' && <Button onClick={cancel}>{t('bid.cancel')}</Button>}
      </div>
    </div>
  );
}
