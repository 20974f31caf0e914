import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Projects } from '../../features/intake/projects';
import { Page } from '../../ui/page';

export function ProjectsPage() {
  const { t } = useTranslation('agency');
  const navigate = useNavigate();
  return (
    <Page
      title={t('projects.title')}
      act={
        <Button type="primary" onClick={() => void navigate('/agency/projects/new')}>
          {t('home.enter')}
        </Button>
      }
    >
      <Projects to={({ id }) => `/agency/projects/${id}`} />
    </Page>
  );
}
