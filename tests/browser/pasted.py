"""What clipboards bring, in the shapes of the programs that fill them: (what, HTML, Markdown)."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<style>p.MsoNormal {margin:0cm}</style></head><body lang=EN-GB><!--StartFragment-->"""

PASTED = [
    ("plain words", "<p>One &amp; two</p><p>three</p>", "One & two\n\nthree"),
    ("bold and italic", "<b>Bold</b>, <i>italic</i> and <strong><em>both</em></strong>",
     "**Bold**, *italic* and ***both***"),
    ("spaces go out of marks", "It was<b> close </b>there", "It was **close** there"),
    ("neighbours are one", "<b>Nor</b><span style='font-weight:700'>th</span>quay",
     "**North**quay"),
    ("punctuation beside a letter", "<b>Turnout:</b>65%", "**Turnout**:65%"),
    ("struck out", "<del>No</del> yes", "~~No~~ yes"),
    ("links", '<a href="https://example.org/a?utm_source=x&amp;id=1">the page</a>',
     "[the page](https://example.org/a?id=1)"),
    ("a link that is its own text", '<a href="https://example.org/">example.org</a>',
     "https://example.org/"),
    ("a link that may not be one", '<a href="javascript:alert(1)">x</a> <a href="/a">y</a>', "x y"),
    ("a bold link", '<b><a href="https://example.org/">a</a></b>', "[**a**](https://example.org/)"),
    ("mail", '<a href="mailto:rosa@example.org">Rosa</a>', "[Rosa](mailto:rosa@example.org)"),
    ("headings", "<h2>The <b>count</b></h2><p>goes on</p>", "**The count**\n\ngoes on"),
    ("lists", "<ul><li>one<ul><li>inner</li></ul></li><li><b>two</b></li></ul>",
     "- one\n   - inner\n- **two**"),
    ("numbers", '<ol start="3"><li>three</li><li><p>four</p></li></ol>', "3. three\n4. four"),
    ("a quotation", "<blockquote><p>We won.</p><p>Twice.</p></blockquote>",
     "> We won.\n>\n> Twice."),
    ("line breaks", "One<br>two<br><br>three", "One\ntwo\n\nthree"),
    ("a table", "<table><tr><th>Party</th><th>Votes</th></tr>"
     "<tr><td>Harbour</td><td>2,800</td></tr><tr><td>A|B</td></tr></table>",
     "| Party | Votes |\n| - | - |\n| Harbour | 2,800 |\n| A\\|B |  |"),
    ("a table for layout", '<table role="presentation"><tr><td>One</td><td>two</td></tr></table>',
     "One\n\ntwo"),
    ("signs of Markdown", "<p>5 * 4, *not bold*, a_b_c, [x](y)</p><p>- dash</p><p>1. one</p>",
     "5 * 4, \\*not bold\\*, a_b_c, \\[x](y)\n\n\\- dash\n\n1\\. one"),
    ("no-break spaces", "12&nbsp;340&nbsp;votes&nbsp;and&#8203; Nor&shy;thquay",
     "12\u00a0340\u00a0votes and Northquay"),
    ("what is hidden", '<p>One<span style="display:none">two</span><style>x</style></p>'
     '<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg>', "One"),
    ("Word", WORD + "<p class=MsoNormal><b>Bold</b><span style='mso-spacerun:yes'>&nbsp; </span>"
     "text<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>",
     "**Bold** text"),
    ("a list of Word", WORD
     + "".join(
         f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
         f"<![if !supportLists]><span style='mso-list:Ignore'>{sign}<span>&nbsp; </span></span>"
         f"<![endif]>{text}<o:p></o:p></p>"
         for level, sign, text in [(1, "·", "one"), (2, "o", "inner"), (1, "·", "two")]
     ), "- one\n   - inner\n- two"),
    ("Outlook's detour", '<a href="https://eur01.safelinks.protection.outlook.com/?url='
     'https%3A%2F%2Fexample.org%2F&amp;data=1">x</a>', "[x](https://example.org/)"),
    ("Gmail", '<div dir="ltr">Hello,<div>one</div><div><br></div><div><i>two</i></div></div>',
     "Hello,\none\n\n*two*"),
    ("Google Docs", '<meta charset="utf-8"><b style="font-weight:normal;" '
     'id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:700">Bold</span>'
     '<span style="font-weight:400"> plain</span></p><br><ul><li aria-level="1"><p><span>one'
     '</span></p></li><ul><li><p>inner</p></li></ul></ul></b>',
     "**Bold** plain\n\n- one\n   - inner"),
    ("emoji as pictures", '<img class="emoji" alt="🎉" src="x"> won', "🎉 won"),
    ("the direction turned", "a majority of 1\u202e2", "a majority of 12"),
    ("nothing", "<p>&nbsp;</p>", ""),
]  # fmt: skip
