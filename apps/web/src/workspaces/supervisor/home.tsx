import { useTranslation } from 'react-i18next';
import { Todo } from '../../features/workbench/todo';
import { Page, Panel } from '../../ui/page';
import { Due } from './due';
import { Running } from './running';

/** What I owe, what is about to break, what runs now. */
export function HomePage() {
  const { t } = useTranslation('supervisor');
  return (
    <Page title={t('home.title')}>
      <Todo workspace="supervisor" />
      <Panel title={t('home.due')}>
        <Due />
      </Panel>
      <Panel title={t('home.running')}>
        <Running />
      </Panel>
    </Page>
  );
}
