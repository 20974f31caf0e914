import React, { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { OfflineError, UnansweredError } from '../lib/api/client';
import { createI18n } from '../lib/i18n';
import { Failure } from './refusal';

Object.assign(globalThis, { React }); // the tests' own compiler asks for it by name

const shown = (error: Error, language: 'zh' | 'en') => renderToStaticMarkup(createElement(I18nextProvider, { i18n: createI18n(language) }, createElement(Failure, { error })));

test('an act that got no answer is said to be done perhaps; a page that could not be read is not', () => {
  const lost = new OfflineError('cut');
  expect(shown(new UnansweredError(lost), 'zh')).toContain('可能已经办理');
  expect(shown(new UnansweredError(lost), 'en')).toContain('It may have been done');
  expect(shown(lost, 'zh')).not.toContain('可能已经办理');
});
