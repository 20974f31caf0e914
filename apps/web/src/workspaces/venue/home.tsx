import { useTranslation } from 'react-i18next';
import { Projects } from '../../features/intake/projects';
import { Todo } from '../../features/workbench/todo';
import { useCan } from '../../lib/session';
import { Page, Panel } from '../../ui/page';

export function HomePage() {
  const { t } = useTranslation('venue');
  const can = useCan();
  return (
    <Page title={t('home.title')}>
      <Todo workspace="venue" />
      {can('project.accept') && (
        <Panel title={t('home.entries')}>
          <Projects status="submitted" to={({ id }) => `/venue/projects/${id}`} />
        </Panel>
      )}
    </Page>
  );
}
