"""Files about a made-up county in the headers of several publishers; people are invented."""

LIBRARY_CONSTITUENCIES = """\
ons_id,ons_region_id,constituency_name,county_name,region_name,country_name,constituency_type,\
declaration_time,result,first_party,second_party,electorate,valid_votes,invalid_votes,majority,\
con,lab,ld,ukip,green,snp,pc,dup,sf,sdlp,uup,alliance,other,other_winner
E19000001,E12000007,Northquay,,London,England,Borough,2024-05-03 01:10:00,Lab hold,Lab,Con,\
"10,000",6000,40,200,2600,2800,300,0,0,0,0,0,0,0,0,0,300,0
E19000002,E12000007,Millbrook,,London,England,Borough,03/05/2024 02:30,Ind gain from Con,Ind,Con,\
9000,5000,25,500,2000,0,0,0,0,0,0,0,0,0,0,0,3000,2500
"""
LIBRARY_CANDIDATES = """\
ons_id,ons_region_id,constituency_name,county_name,region_name,country_name,constituency_type,\
party_name,party_abbreviation,firstname,surname,gender,sitting_mp,former_mp,votes,share,change
E19000001,E12000007,Northquay,,London,England,Borough,Labour and Co-operative,Lab,Ada,Quill,,\
Yes,No,"2,800",46.7,-3.3
E19000001,E12000007,Northquay,,London,England,Borough,Conservative,Con,Ben,Marsh,,No,No,2600,43.3,
E19000001,E12000007,Northquay,,London,England,Borough,Liberal Democrat,LD,Cléo,Finch,,No,No,300,5,
E19000001,E12000007,Northquay,,London,England,Borough,Independent,Ind,Dov,Reed,,No,No,300,5,
E19000002,E12000007,Millbrook,,London,England,Borough,Independent,Ind,Hana,Wells,,No,No,2500,0.5,
E19000002,E12000007,Millbrook,,London,England,Borough,Conservative,Con,Ida,Storr,,Yes,No,2000,0.4,
E19000002,E12000007,Millbrook,,London,England,Borough,Independent,Ind,Jon,Tarn,,No,No,500,0.1,
"""
NOTIONAL = """\
ons_id,constituency,party_name,party_abbrev,votes,total_votes,electorate,source_party_code
E19000001,Northquay,Labour,Lab,3000,5900,9900,LABV
E19000001,Northquay,Conservative Party,Con,2400,5900,9900,CONV
E19000001,Northquay,Liberal Democrat,LD,0,5900,9900,LDV
E19000001,Northquay,Others (not itemised),Oth,500,5900,9900,OTHV
E19000001,Northquay,Total of others,TOTOTHV,500,5900,9900,TOTOTHV
E19000002,Millbrook,Independent,Ind,1500,4000,8900,IND1V
E19000002,Millbrook,Independent 2 etc.,Ind,1400,4000,8900,IND2V
E19000002,Millbrook,Conservative Party,Con,1100,4000,8900,CONV
"""
COMMISSION_RESULTS = """\
ONS Code,PANO,Constituency,Surname,First name,Party,Party Identifer,Valid votes
E19000001,1,Northquay,QUILL,Ada Maria,Labour And Co-Operative Party,Labour,2800
E19000001,1,Northquay,MARSH,Benjamin,The Conservative Party Candidate,Conservative,2600
E19000001,1,Northquay,FINCH-O'DAY,Cleo,Quayshire Liberal Democrats,Liberal Democrats,300
E19000001,1,Northquay,REED,Dov,Independent,Independent,300
"""
COMMISSION_ADMINISTRATION = """\
ONS Code,Press association number,Constituency,Electorate,Total number of valid votes counted,\
Total number of ballots at count,Total number of ballot papers rejected at the count
E19000001,1,Northquay,10000,6000,6040,40
E19000002,2,Millbrook,9000.5,5000,5025,25
"""
DEMOCRACY_CLUB_2019 = """\
id,name,election,party_id,party_name,post_id,post_label,elected,election_date,cancelled_poll,\
party_ec_id
1,Ada Quill,parl.2024-05-02,party:53,Labour Party,WMC:E19000001,Northquay,,2024-05-02,FALSE,PP53
2,Ben Marsh,parl.2024-05-02,party:52,Conservative,WMC:E19000001,Northquay,,2024-05-02,FALSE,PP52
3,Zed Void,parl.2024-05-02,party:52,Conservative,WMC:E19000009,Voidham,,2024-05-02,TRUE,PP52
"""
DEMOCRACY_CLUB_NEWER = """\
person_id,person_name,election_id,ballot_paper_id,election_date,party_name,party_id,post_label,\
cancelled_poll,seats_contested,votes_cast,elected
1,Ada Quill,local.quay.2024-05-02,local.quay.harbour.2024-05-02,2024-05-02,Labour Party,PP53,\
Harbour,False,2,900,True
2,Bo Quill,local.quay.2024-05-02,local.quay.harbour.2024-05-02,2024-05-02,Labour Party,PP53,\
Harbour,False,2,880,True
3,Cy Marsh,local.quay.2024-05-02,local.quay.harbour.2024-05-02,2024-05-02,Independent,ynmp-party:2,\
Harbour,False,2,400,False
"""
LGA = """\
ElectionDate,ElectoralAreaURI,ElectoralAreaLabel,ElectedBodyLabel,CandidateSurname,\
CandidateForenames,PoliticalPartyURI,PoliticalPartyLabel,VotesWon,Elected,VotesCast,\
EligibleElectorate,BallotsRejectedOfficialMark,BallotsRejectedMultipleVote,\
BallotsRejectedIdentification,BallotsRejectedInPart,BallotsRejectedUnmarked
2024-05-02,http://example.org/id/E05900001,Harbour,Quay Council,QUILL,Ada,http://example.org/PP53,\
Labour Party,900,ELECTED,1310,"4,000",0,1,0,0,9
2024-05-02,http://example.org/id/E05900001,Harbour,Quay Council,MARSH,Cy,,Independent,400,\
NOT ELECTED,1310,"4,000",0,1,0,0,9
2022-05-05,http://example.org/id/E05900001,Harbour,Quay Council,QUILL,Ada,http://example.org/PP53,\
Labour Party,700,ELECTED,700,"4,000",,,,,
"""
TIDY = """\
contest,candidate,party,votes,elected,polling_day,declared_at,seats,electorate
Tolling,Ann Bell,Labour,356,true,2024-05-02,2024-05-03T03:00:00+01:00,1,2000
Tolling,Rob Bell,Conservative,356,false,2024-05-02,2024-05-03T03:00:00+01:00,1,2000
"""


def result_sets(papers=32):
    """Democracy Club's JSON of one ward."""

    def result(number, name, party, votes, wins):
        return {
            "num_ballots": votes,
            "is_winner": wins,
            "membership": {
                "person": {"id": number, "name": name},
                "on_behalf_of": party,
                "post": {"id": "MTW:E05900001", "label": "Harbour"},
            },
        }

    return [
        {
            "ballot_paper_id": "local.quay.harbour.2024-05-02",
            "num_turnout_reported": papers,
            "num_spoilt_ballots": None,
            "candidate_results": [
                result(1, "Ada Quill", {"id": "party:53", "name": "Labour Party"}, 900, True),
                result(2, "Cy Marsh", {"id": "ynmp-party:2", "name": "Independent"}, 400, False),
            ],
        }
    ]
