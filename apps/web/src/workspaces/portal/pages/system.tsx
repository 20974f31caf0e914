import { usePage } from '../context';

export function NotFound() {
  const { t, href } = usePage();
  return (
    <>
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.why')}</p>
      <p>
        <a className="button" href={href('/tenders')}>
          {t('notFound.search')}
        </a>
      </p>
    </>
  );
}

export function Fault({ requestId }: { requestId: string }) {
  const { t, href } = usePage();
  return (
    <>
      <h1>{t('fault.title')}</h1>
      <p>{t('fault.what')}</p>
      <p>{t('fault.deadlines')}</p>
      <p>
        {t('fault.number')} <code>{requestId}</code>
      </p>
      <p>
        <a href={href('/')}>{t('fault.home')}</a>
      </p>
    </>
  );
}
