package form

// The patterns are those of ECMA-262 with the flag u, of which Go's regexp reads
// the same: no look-ahead, no back reference, and no two ways to match one text,
// so that none takes more than linear time on a text of any length.
const (
	// textPattern is one line that shows something.
	textPattern = `^[\p{Zs}\p{Cf}]*[^\p{Z}\p{Cc}\p{Cf}][^\p{Cc}\p{Zl}\p{Zp}]*$`
	// markdownPattern is lines that show something.
	markdownPattern = `^[\p{Zs}\p{Cf}\t\n]*[^\p{Z}\p{Cc}\p{Cf}][^\x00-\x08\x0b-\x1f\x7f-\x9f]*$`
	// bodyPattern is lines with a word in them.
	bodyPattern = `^[^\p{L}\p{N}\x00-\x08\x0b-\x1f\x7f-\x9f]*[\p{L}\p{N}][^\x00-\x08\x0b-\x1f\x7f-\x9f]*$`

	hostPattern = `(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|xn--[a-z0-9\-]+)`
	portPattern = `(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?`
	restPattern = `(?:%[0-9A-Fa-f]{2}|[\p{L}\p{N}\/?\-._~!$&'\(\)*+,;=:@])*`
	// urlPattern is an http or https address with a host of the public internet,
	// as the field kind url takes it.
	urlPattern = `^https?:\/\/` + hostPattern + portPattern + `(?:[\/?]` + restPattern + `)?(?:#` + restPattern + `)?$`
	// emailPattern is a dot-atom of RFC 5322 at a host.
	emailPattern = `^[A-Za-z0-9!#$%&'*+\/=?^_` + "`" + `\{\|\}~\-]+(?:\.[A-Za-z0-9!#$%&'*+\/=?^_` + "`" + `\{\|\}~\-]+)*@` + hostPattern + `$`
	// phonePattern is E.164: 8 to 15 digits behind a plus, separated as people do.
	phonePattern = `^\+[1-9](?:[ .\-]?[0-9]){7,14}$`

	yearPattern  = `(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])`
	monthPattern = `(?:0[1-9]|1[0-2])`
	leapPattern  = `(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)`
	// dayPattern is a day of the calendar.
	dayPattern = `(?:` + yearPattern + `-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|` + leapPattern + `-02-29)`
	// datetimePattern is a day, or an instant of RFC 3339 whose seconds and offset
	// may be left out.
	datetimePattern = `^` + dayPattern + `(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+\-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?$`

	markdownType = "text/markdown"

	// mostNumber is the largest whole number that every reader of JSON reads the
	// same, 2^53-1.
	mostNumber = 1<<53 - 1
	// mostAddress and mostEmail bound addresses, in characters: what browsers and
	// RFC 5321 take.
	mostAddress, mostEmail = 2000, 254
)

// datePattern is a day, or a month or a year where the precision allows it.
func datePattern(precision string) string {
	switch precision {
	case "month":
		return `^(?:` + dayPattern + `|` + yearPattern + `-` + monthPattern + `)$`
	case "year":
		return `^(?:` + dayPattern + `|` + yearPattern + `-` + monthPattern + `|` + yearPattern + `)$`
	}
	return `^` + dayPattern + `$`
}
