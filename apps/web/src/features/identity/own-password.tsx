import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act';
import { api, UnansweredError } from '../../lib/api/client';
import { useMe } from '../../lib/session';
import { Form, TextField } from '../../ui/form';
import { Panel } from '../../ui/page';

const EMPTY = { current: '', wanted: '', again: '' };

/** One's own password, in the place of the present one or of a first one. */
export function OwnPassword() {
  const { t } = useTranslation();
  const first = useMe().lacks === 'own-password';
  const [typed, setTyped] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const [unsure, setUnsure] = useState(false); // after an answer that was lost the new one may be the present one: another press is refused then, and changes nothing
  const change = useAct(
    (_: void) => api.post('/api/me/password', { body: { current: typed.current, wanted: typed.wanted } }),
    () => {
      setTyped(EMPTY);
      setUnsure(false);
    },
  );
  const field = (name: keyof typeof EMPTY) => ({
    ...{ name: `/${name}`, type: 'password' as const, value: typed[name] },
    onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
  });
  const send = () => {
    const wrong = typed.wanted !== typed.again;
    setDiffers(wrong);
    if (!wrong) change.mutate(undefined, { onError: (error) => error instanceof UnansweredError && setUnsure(true) });
  };
  return (
    <Panel title={t('account.password.title')}>
      <p>{t('account.password.help')}</p>
      <Form label={t('account.password.title')} error={change.error} onSubmit={send}>
        {change.isSuccess && (
          <p role="status" className="done">
            {t('account.password.changed')}
          </p>
        )}
        {unsure && (
          <p role="status" className="unsubmitted">
            {t('account.password.unsure')}
          </p>
        )}
        <TextField {...field('current')} label={t(first ? 'account.password.first' : 'account.password.current')} autoComplete="current-password" />
        <TextField {...field('wanted')} label={t('account.password.wanted')} help={t('account.password.wantedHelp')} autoComplete="new-password" />
        <TextField {...field('again')} label={t('account.password.again')} error={differs ? t('account.password.differs') : undefined} autoComplete="new-password" />
        <Button type={first ? 'primary' : 'default'} htmlType="submit" loading={change.isPending}>
          {t(first ? 'account.password.set' : 'account.password.change')}
        </Button>
      </Form>
    </Panel>
  );
}
