import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api } from '../../lib/api/client';
import { Foreign } from '../../ui/plain';
import { Failure } from '../../ui/refusal';

/** The one thing that a security administrator does to somebody's account alone, since it waits for nobody: its owner signs in again. */
export function EndSessions({ account: { id, name } }: { account: { id: string; name: string } }) {
  const { t } = useTranslation();
  const end = useAct((_: void) => api.del('/api/sessions/of/{accountId}', { path: { accountId: id } }));
  return (
    <div className="act">
      <p className="act-what">
        {t('endSessions.what')} <Foreign>{name}</Foreign>
      </p>
      <p className="help">{t('endSessions.help')}</p>
      <Failure error={end.error} />
      {end.data && <p role="status">{t('endSessions.done', { count: end.data.ended })}</p>}
      <div className="act-buttons">
        <Button loading={end.isPending} onClick={() => end.mutate()}>
          {t('endSessions.act')}
        </Button>
      </div>
    </div>
  );
}
