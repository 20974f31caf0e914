import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Todo } from '../../features/workbench/todo';
import { useCan } from '../../lib/session';
import { Page } from '../../ui/page';

export function HomePage() {
  const { t } = useTranslation('agency');
  const can = useCan();
  const navigate = useNavigate();
  return (
    <Page
      title={t('home.title')}
      act={
        can('project.register') && (
          <Button type="primary" onClick={() => void navigate('/agency/projects/new')}>
            {t('home.enter')}
          </Button>
        )
      }
    >
      <Todo workspace="agency" />
    </Page>
  );
}
