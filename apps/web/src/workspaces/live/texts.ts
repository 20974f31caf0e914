import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/live.json';
import zh from '../../locales/zh-CN/live.json';

bringTexts('live', zh, en);
