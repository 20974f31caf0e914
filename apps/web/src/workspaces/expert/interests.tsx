import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api, type Input } from '../../lib/api/client';
import { Form, SelectField, TextField } from '../../ui/form';
import { Page } from '../../ui/page';

type Kind = Input<'/api/experts/interests'>['kind'];
const KINDS: readonly Kind[] = ['employment', 'shareholding', 'kinship', 'adviser', 'other'];

/** Ties to firms, declared before anybody asks: a draw leaves the person out where they bid. */
export function InterestsPage() {
  const { t } = useTranslation('expert');
  const [uscc, setUscc] = useState('');
  const [kind, setKind] = useState<Kind>('employment');
  const [note, setNote] = useState('');
  const declare = useAct((_: void) => api.post('/api/experts/interests', { body: { uscc: uscc.trim(), kind, note } }));
  return (
    <Page title={t('interest.title')}>
      <p>{t('interest.lead')}</p>
      <Form label={t('interest.title')} error={declare.error} onSubmit={() => declare.mutate()}>
        {declare.data && (
          <p className="done" role="status">
            {t('interest.done')}
          </p>
        )}
        <TextField name="/uscc" label={t('interest.uscc')} value={uscc} onChange={setUscc} maxLength={40} />
        <SelectField
          name="/kind"
          label={t('interest.kind')}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          options={KINDS.map((value) => ({ value, text: t(`interest.kinds.${value}`) }))}
        />
        <TextField name="/note" label={t('interest.note')} value={note} onChange={setNote} rows={3} maxLength={500} />
        <Button type="primary" htmlType="submit" loading={declare.isPending}>
          {t('interest.declare')}
        </Button>
      </Form>
    </Page>
  );
}
