import { usePage } from '../context';
import type { PageOf } from '../page';

const STEPS = ['register', 'find', 'prepare', 'submit', 'open', 'result'] as const;

/** What a stranger types to check a signed record with our server switched off. */
const COMMANDS = `openssl base64 -d -in record.p7s.b64 -out record.p7s
openssl cms -verify -binary -inform DER -in record.p7s -content record.json -CAfile ca.pem -out /dev/null
openssl dgst -sha256 record.json`;

function HelpPage() {
  const { t, site } = usePage();
  return (
    <div className="prose">
      <h1>{t('help.title')}</h1>
      <h2>{t('help.bid')}</h2>
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{t(`help.steps.${step}`)}</li>
        ))}
      </ol>
      <p>
        <a className="button" href="/register">
          {t('help.register')}
        </a>
      </p>
      {site.demonstration && (
        <>
          <h2>{t('help.demo.title')}</h2>
          <p>{t('help.demo.text')}</p>
        </>
      )}
      <h2 id="verify">{t('help.verify.title')}</h2>
      <p>{t('help.verify.text')}</p>
      <pre>
        <code>{COMMANDS}</code>
      </pre>
      <h2 id="access">{t('help.access.title')}</h2>
      <p>{t('help.access.text')}</p>
    </div>
  );
}

export const helpPage: PageOf = async ({ t }) => ({ title: t('help.title'), content: <HelpPage /> });
