import { useTranslation } from 'react-i18next';
import { Projects } from '../../features/intake/projects';
import { Page } from '../../ui/page';

export function ProjectsPage() {
  const { t } = useTranslation('supervisor');
  return (
    <Page title={t('projects.title')}>
      <Projects to={({ id }) => `/supervisor/projects/${id}`} />
    </Page>
  );
}
