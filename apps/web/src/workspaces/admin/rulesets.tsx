import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { Chip } from '../../ui/plain';
import { ListPage } from './list';

/** `30 min`, as the law says it; amounts as amounts. */
function Measure({ value }: { value: string }) {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  const [n = '', unit] = value.split(' ');
  return <>{unit === 'fen' ? money(n, language) : t(`unit.${unit}`, { ns: 'terms', n })}</>;
}

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
        { key: 'term', title: t('rulesets.term'), render: ({ term }) => t(`rule.${term}`, { ns: 'terms' }) },
        { key: 'value', title: t('rulesets.value'), render: ({ value }) => <Measure value={value} />, numeric: true },
        { key: 'article', title: t('rulesets.article'), render: ({ citation }) => citation[language] },
        { key: 'mark', title: t('rulesets.mark'), render: ({ mark }) => <Chip tone={mark === 'S' ? 'success' : 'warning'}>{t(`mark.${mark}`, { ns: 'terms' })}</Chip> },
      ]}
    />
  );
}
