import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Todo } from '../../features/workbench/todo';
import { Follows } from '../../features/tender/follows';
import { InvitedTo } from '../../features/tender/invited-to';
import { Page, Panel } from '../../ui/page';

export function HomePage() {
  const { t } = useTranslation('bidder');
  const navigate = useNavigate();
  return (
    <Page
      title={t('home.title')}
      act={
        <Button type="primary" onClick={() => void navigate('/bidder/find')}>
          {t('home.find')}
        </Button>
      }
    >
      <Todo workspace="bidder" />
      <InvitedTo />
      <Panel title={t('follow.title')}>
        <Follows />
      </Panel>
    </Page>
  );
}
