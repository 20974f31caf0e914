import type { Language } from '@kernel';
import type { Problem } from './problem';

const WORDS = {
  zh: { next: '下一步', back: '返回首页', number: '请求编号' },
  en: { next: 'What to do next', back: 'Back to the first page', number: 'Request number' },
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one]!);

/** Whether whoever asks is a person who followed a link, and would be shown the answer as it is: browsers alone name HTML first. */
export const wantsPage = (accept: string | undefined): boolean => accept?.trimStart().startsWith('text/html') ?? false;

/** A refusal for such a person: the same words, article and next step as in problem+json. Nothing in it runs, and all of it is text. */
export function problemPage({ title, requestId, violations }: Problem, language: Language): string {
  const words = WORDS[language];
  const told = violations.map(({ detail, citation, next }) =>
    [`<p>${escaped(detail)}${citation ? ` <cite>${escaped(citation)}</cite>` : ''}</p>`, next ? `<p><strong>${words.next}</strong>: ${escaped(next)}</p>` : ''].join('\n'),
  );
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · 天平</title>
<style>body{max-width:40rem;margin:3rem auto;padding:0 1rem;font:1rem/1.7 system-ui,sans-serif;overflow-wrap:anywhere}cite{color:#555}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${told.join('\n')}
<p><a href="/">${words.back}</a></p>
<p><small>${words.number}: ${escaped(requestId)}</small></p>
</main>
</body>
</html>
`;
}
