import { expect, test } from 'vitest';

import { neededStyle } from './needed-style.ts';

const HTML = '<body><main class="wide open"><p class="soft">x</p><svg><path/></svg></main>';

test.each([
  ['*,::before{margin:0}', '*,::before{margin:0}'],
  [':root{color:red}', ':root{color:red}'],
  ['.soft{color:grey}.gone{color:red}', '.soft{color:grey}'],
  ['.gone,.soft>p:hover{margin:0}', '.soft>p:hover{margin:0}'],
  ['table{width:100%}svg path{fill:red}', 'svg path{fill:red}'],
  ['.wide.open{a:b}.wide.shut{a:b}', '.wide.open{a:b}'],
  ['@media print{.gone{a:b}.soft{a:b}}@media print{.gone{a:b}}', '@media print{.soft{a:b}}'],
  ['.wide :is(p,td),.gone :is(p){a:b}', '.wide :is(p,td){a:b}'],
  ['details::details-content{a:b}', ''],
])('of %s a page keeps %s', (css, kept) => {
  expect(neededStyle(css, HTML)).toBe(kept);
});
