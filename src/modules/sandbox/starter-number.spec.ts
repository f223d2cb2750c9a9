import { starterCountries, starterNumber } from './starter-number';

it.each(starterCountries)('makes up numbers of %s, another one each time', (country) => {
  const numbers = Array.from({ length: 20 }, () => starterNumber(country));
  for (const number of numbers) expect(number).toMatch(new RegExp(`^${country}[0-9A-Z]{8,12}$`));
  expect(new Set(numbers).size).toBe(20);
});
