import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { useLanguage } from '../../lib/settings';
import { Chip } from '../../ui/plain';
import { ListPage } from './list';

export function RulesetsPage() {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  return (
    <ListPage
      name="rulesets"
      load={async () => (await api.get('/api/rulesets')).items}
      keyOf={({ ruleset, term }) => `${ruleset} ${term}`}
      columns={[
        { key: 'ruleset', title: t('rulesets.ruleset'), render: ({ ruleset }) => <code>{ruleset}</code> },
        { key: 'term', title: t('rulesets.term'), render: ({ term }) => <code>{term}</code> },
        { key: 'value', title: t('rulesets.value'), render: ({ value }) => value, numeric: true },
        { key: 'article', title: t('rulesets.article'), render: ({ citation }) => citation[language] },
        { key: 'mark', title: t('rulesets.mark'), render: ({ mark }) => <Chip tone={mark === 'S' ? 'success' : 'warning'}>{t(`mark.${mark}`, { ns: 'terms' })}</Chip> },
      ]}
    />
  );
}
