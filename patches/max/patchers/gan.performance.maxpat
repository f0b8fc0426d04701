{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			1480.0,
			700.0
		],
		"bglocked": 0,
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"editing_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"locked_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						24.0,
						120.0,
						40.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						1480.0,
						700.0
					],
					"background": 1,
					"ignoreclick": 1,
					"bgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"rounded": 0,
					"border": 0,
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						174.0,
						24.0,
						200.0,
						30.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						12.0,
						200.0,
						32.0
					],
					"text": "GestureGAN",
					"fontsize": 22.0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						930.0,
						2194.0,
						146.0,
						22.0
					],
					"text": "gan.server 7770 7771"
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						388.0,
						24.0,
						66.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						232.0,
						20.0,
						66.0,
						20.0
					],
					"text": "connected",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "toggle",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						966.0,
						2236.0,
						20.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						300.0,
						20.0,
						20.0,
						20.0
					],
					"ignoreclick": 1,
					"checkedcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						1000.0,
						2236.0,
						126.19999999999999,
						22.0
					],
					"text": "unpack 1 8 0 0 0."
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						474.0,
						24.0,
						48.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						340.0,
						20.0,
						48.0,
						20.0
					],
					"text": "load %",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "flonum",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1164.0,
						2278.0,
						50.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						388.0,
						19.0,
						50.0,
						22.0
					],
					"ignoreclick": 1
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						624.0,
						24.0,
						74.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						446.0,
						20.0,
						74.0,
						20.0
					],
					"text": "late blocks",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "number",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1100.0,
						2278.0,
						50.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						520.0,
						19.0,
						50.0,
						22.0
					],
					"ignoreclick": 1
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						774.0,
						24.0,
						78.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						580.0,
						20.0,
						78.0,
						20.0
					],
					"text": "open voices",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "number",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1036.0,
						2278.0,
						50.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						658.0,
						19.0,
						50.0,
						22.0
					],
					"ignoreclick": 1
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1140.0,
						2236.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1228.0,
						2278.0,
						300.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						664.0,
						1452.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						924.0,
						24.0,
						70.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						1078.0,
						16.0,
						70.0,
						28.0
					],
					"text": "stop",
					"texton": "stop",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "stop",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "stop",
							"parameter_shortname": "stop",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						924.0,
						1660.0,
						97.8,
						22.0
					],
					"text": "/gan/out/stop"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1074.0,
						24.0,
						70.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						1154.0,
						16.0,
						70.0,
						28.0
					],
					"text": "panic",
					"texton": "panic",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "panic",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "panic",
							"parameter_shortname": "panic",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1074.0,
						1660.0,
						104.39999999999999,
						22.0
					],
					"text": "/gan/out/panic"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1224.0,
						24.0,
						76.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						1230.0,
						16.0,
						76.0,
						28.0
					],
					"text": "record",
					"texton": "recording",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "record",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "record",
							"parameter_shortname": "record",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1224.0,
						1660.0,
						165.79999999999998,
						22.0
					],
					"text": "prepend /gan/out/record"
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1404.0,
						1738.0,
						60.0,
						52.0
					],
					"presentation": 1,
					"presentation_rect": [
						1334.0,
						6.0,
						60.0,
						52.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "output",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "output",
							"parameter_shortname": "output",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 4,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1404.0,
						1810.0,
						152.6,
						22.0
					],
					"text": "prepend /gan/out/gain"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1374.0,
						24.0,
						139.39999999999998,
						22.0
					],
					"text": "route /gan/out/gain"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1404.0,
						1660.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1527.0,
						24.0,
						47.0,
						22.0
					],
					"text": "sel 1"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						1696.0,
						97.8,
						22.0
					],
					"text": "/gan/out/gain"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "tab",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						24.0,
						78.0,
						250.0,
						28.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						64.0,
						250.0,
						28.0
					],
					"tabs": [
						"1",
						"2",
						"3",
						"4",
						"5",
						"6",
						"7",
						"8"
					],
					"bgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"tabcolor": [
						0.22,
						0.23,
						0.26,
						1.0
					],
					"htabcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"rounded": 6.0
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						1660.0,
						36.0,
						22.0
					],
					"text": "+ 1"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						1738.0,
						99.8,
						22.0
					],
					"text": "prepend voice"
				}
			},
			{
				"box": {
					"id": "obj-30",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						1810.0,
						250.0,
						364.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						100.0,
						250.0,
						364.0
					],
					"name": "gan.pad.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						1,
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						288.0,
						1810.0,
						600.0,
						226.0
					],
					"presentation": 1,
					"presentation_rect": [
						278.0,
						64.0,
						600.0,
						226.0
					],
					"name": "gan.dials.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						1,
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "bpatcher",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						120.0,
						600.0,
						164.0
					],
					"presentation": 1,
					"presentation_rect": [
						278.0,
						300.0,
						600.0,
						164.0
					],
					"name": "gan.meter.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						298.0,
						280.0,
						400.0
					],
					"presentation": 1,
					"presentation_rect": [
						892.0,
						64.0,
						280.0,
						400.0
					],
					"name": "gan.scenes.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						712.0,
						280.0,
						204.0
					],
					"presentation": 1,
					"presentation_rect": [
						1186.0,
						64.0,
						280.0,
						204.0
					],
					"name": "gan.cues.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						930.0,
						280.0,
						302.0
					],
					"presentation": 1,
					"presentation_rect": [
						1186.0,
						282.0,
						280.0,
						302.0
					],
					"name": "gan.map.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						"hands",
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "kslider",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						1246.0,
						1158.0,
						104.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						480.0,
						1158.0,
						104.0
					],
					"range": 84,
					"offset": 24,
					"mode": 1,
					"hkeycolor": [
						0.95,
						0.6,
						0.25,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						181.0,
						1660.0,
						73.4,
						22.0
					],
					"text": "pack 60 0"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						1364.0,
						80.0,
						26.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						606.0,
						80.0,
						26.0
					],
					"text": "MIDI in",
					"texton": "MIDI in",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "MIDI in",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "MIDI in",
							"parameter_shortname": "MIDI in",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						74.0,
						1660.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend midi"
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						138.0,
						1738.0,
						106.39999999999999,
						22.0
					],
					"text": "gan.notes 7770"
				}
			},
			{
				"box": {
					"id": "obj-41",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						1404.0,
						68.0,
						56.0
					],
					"presentation": 1,
					"presentation_rect": [
						118.0,
						598.0,
						68.0,
						56.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "bend",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "bend",
							"parameter_shortname": "bend",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": -96.0,
							"parameter_mmax": 96.0,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						1474.0,
						68.0,
						56.0
					],
					"presentation": 1,
					"presentation_rect": [
						194.0,
						598.0,
						68.0,
						56.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "pressure",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "pressure",
							"parameter_shortname": "pressure",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						1544.0,
						68.0,
						56.0
					],
					"presentation": 1,
					"presentation_rect": [
						270.0,
						598.0,
						68.0,
						56.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "timbre",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "timbre",
							"parameter_shortname": "timbre",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": -1,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						1614.0,
						80.0,
						26.0
					],
					"presentation": 1,
					"presentation_rect": [
						352.0,
						606.0,
						80.0,
						26.0
					],
					"text": "sustain",
					"texton": "sustain",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "sustain",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "sustain",
							"parameter_shortname": "sustain",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-3",
						2
					],
					"destination": [
						"obj-5",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-3",
						3
					],
					"destination": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						4
					],
					"destination": [
						"obj-8",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						3
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						2
					],
					"destination": [
						"obj-12",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-3",
						4
					],
					"destination": [
						"obj-13",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-13",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						0
					],
					"destination": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						0
					],
					"destination": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-17",
						0
					],
					"destination": [
						"obj-18",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-18",
						0
					],
					"destination": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-19",
						0
					],
					"destination": [
						"obj-20",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-20",
						0
					],
					"destination": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-21",
						0
					],
					"destination": [
						"obj-22",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-22",
						0
					],
					"destination": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-3",
						0
					],
					"destination": [
						"obj-23",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-23",
						0
					],
					"destination": [
						"obj-24",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-24",
						0
					],
					"destination": [
						"obj-21",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-3",
						2
					],
					"destination": [
						"obj-25",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-25",
						0
					],
					"destination": [
						"obj-26",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-26",
						0
					],
					"destination": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-27",
						0
					],
					"destination": [
						"obj-28",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-28",
						0
					],
					"destination": [
						"obj-29",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-29",
						0
					],
					"destination": [
						"obj-30",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-29",
						0
					],
					"destination": [
						"obj-31",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-36",
						0
					],
					"destination": [
						"obj-37",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-36",
						1
					],
					"destination": [
						"obj-37",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-38",
						0
					],
					"destination": [
						"obj-39",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-37",
						0
					],
					"destination": [
						"obj-40",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-39",
						0
					],
					"destination": [
						"obj-40",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-41",
						0
					],
					"destination": [
						"obj-40",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-42",
						0
					],
					"destination": [
						"obj-40",
						2
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-43",
						0
					],
					"destination": [
						"obj-40",
						3
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-44",
						0
					],
					"destination": [
						"obj-40",
						4
					]
				}
			}
		]
	}
}
