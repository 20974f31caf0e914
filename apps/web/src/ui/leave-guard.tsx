import { Button, Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

/** While `lost()` says what would be lost, nobody leaves the page unasked: neither by a link of the platform, nor by closing, reloading or going back. */
export function LeaveGuard({ lost }: { lost: () => string | undefined }) {
  const { t } = useTranslation();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && lost() !== undefined);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (lost() !== undefined) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [lost]);
  if (blocker.state !== 'blocked') return null;
  return (
    <Modal open title={t('leaving.title')} footer={null} onCancel={() => blocker.reset()}>
      <p>{lost()}</p>
      <div className="act-buttons">
        <Button type="primary" autoFocus onClick={() => blocker.reset()}>
          {t('leaving.stay')}
        </Button>
        <Button onClick={() => blocker.proceed()}>{t('leaving.go')}</Button>
      </div>
    </Modal>
  );
}
