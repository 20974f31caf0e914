import { ALL_ACTS } from '../identity';
import { handless } from './supervision.module';

test('a right to an act that nothing carries out is found', () => {
  const [planted, ...others] = [...ALL_ACTS];
  expect(handless(new Set(others))).toEqual([planted]);
  expect(handless(ALL_ACTS)).toEqual([]); // as each boot finds it, from its routes, messages and requests
});
