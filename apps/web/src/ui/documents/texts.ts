import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/documents.json';
import zh from '../../locales/zh-CN/documents.json';

bringTexts('documents', zh, en);
